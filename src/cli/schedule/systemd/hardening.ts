/**
 * What the service may not do (systemd.exec(5)), strict wherever Node can live with it.
 *
 * Left out on purpose: MemoryDenyWriteExecute, because V8 compiles into memory that is written and executed;
 * ProcSubset, because the lock reads the machine's boot id from /proc/sys to tell a killed run from one on
 * another machine; PrivateUsers, which containers often can't give.
 */
export const HARDENING: readonly string[] = [
  "NoNewPrivileges=yes",
  "CapabilityBoundingSet=",
  "AmbientCapabilities=",
  "ProtectSystem=strict",
  "PrivateTmp=yes",
  "PrivateDevices=yes",
  "ProtectHostname=yes",
  "ProtectClock=yes",
  "ProtectKernelTunables=yes",
  "ProtectKernelModules=yes",
  "ProtectKernelLogs=yes",
  "ProtectControlGroups=yes",
  "ProtectProc=invisible",
  "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
  "RestrictNamespaces=yes",
  "RestrictRealtime=yes",
  "RestrictSUIDSGID=yes",
  "LockPersonality=yes",
  "RemoveIPC=yes",
  "SystemCallArchitectures=native",
  // V8 asks for memory protection keys (@pkey) where the processor has them.
  "SystemCallFilter=@system-service @pkey",
  "SystemCallFilter=~@privileged",
  "SystemCallErrorNumber=EPERM",
  "UMask=0077",
  "MemoryMax=1G",
  "TasksMax=64",
];
