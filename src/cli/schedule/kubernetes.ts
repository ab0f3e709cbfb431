import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { shellWord } from "../../shared/shell.js";
import { EXIT_CODES } from "../../sync/model/index.js";
import { containerArguments, containerVariables } from "./docker.js";
import { imageRecipe } from "./image.js";
import { CONTAINER, entityWords, fileWord, JOB_NAME, VARIABLES_EXAMPLE, variablesFile } from "./job.js";
import { neededVariables } from "./needs.js";
import { yamlDocument } from "./quote.js";
import type { Schedule, ScheduleInput } from "./schedule.js";
import { cronExpression, longestRun, timingText } from "./timing.js";

const MANIFEST = `${JOB_NAME}.kubernetes.yaml`;
const SECRET = `${JOB_NAME}-credentials`;
const CONFIG_MAP = `${JOB_NAME}-config`;
const CREDENTIALS = "credentials.env";
const CLAIM = `${JOB_NAME}-state`;
/** What makes a job of several runs of it. */
const SHARED = ["completionMode", "completions", "parallelism", "backoffLimitPerIndex", "podFailurePolicy"];
const LABELS = { "app.kubernetes.io/name": JOB_NAME };

/** A CronJob with its configuration, and the volume of its state unless that is in a database. Needs Kubernetes 1.31. */
export async function kubernetesSchedule(input: ScheduleInput): Promise<Schedule> {
  const variables = neededVariables(input.needs);
  const { configPath, timezone } = input.installation;
  const documents = [
    ...(input.installation.stateUrl
      ? []
      : [
          yamlDocument(volumeClaim(), [
            "The state: links, history, lock. SQLite needs a volume of blocks; network file systems lose its locks.",
          ]),
        ]),
    yamlDocument(configMap(basename(configPath), await readFile(configPath, "utf8")), [
      "The configuration as it is now. It names filters and protected people, no secrets.",
    ]),
    yamlDocument(cronJob(input), [`${timingText(input.timing)} (${timezone}).`]),
  ];
  const image = imageRecipe(input);
  return {
    files: [
      ...image.files,
      { name: MANIFEST, content: documents.join("---\n") },
      { name: VARIABLES_EXAMPLE, content: variablesFile(variables, false) },
    ],
    steps: [
      {
        text: "Build the image, and push it where the cluster finds it (name it with `--image`).",
        commands: [...image.build.commands, `docker push ${shellWord(input.image)}`],
      },
      {
        text: "Fill in the credentials and make the secret of them.",
        commands: [
          `install -m 600 ${fileWord(input, VARIABLES_EXAMPLE)} ${fileWord(input, CREDENTIALS)}`,
          `\${EDITOR:-vi} ${fileWord(input, CREDENTIALS)}`,
          `kubectl create secret generic ${SECRET} --from-env-file=${fileWord(input, CREDENTIALS)}`,
          `rm ${fileWord(input, CREDENTIALS)}`,
        ],
      },
      {
        text: "Create the rest.",
        // Without it kubectl notes the whole object in an annotation, which has 256 KiB at most.
        commands: [`kubectl apply --server-side -f ${fileWord(input, MANIFEST)}`],
      },
      input.installation.stateUrl
        ? {
            text: "Look at what would happen.",
            commands: [onceCommand("preview", ["preview", ...entityWords(input)])],
          }
        : {
            text: "The state of the cluster is new: look at what would happen, then confirm the configuration there once.",
            commands: [
              onceCommand("preview", ["preview", ...entityWords(input)]),
              onceCommand("first", ["apply", "--yes", "--accept-config", ...entityWords(input)]),
            ],
          },
    ],
  };
}

/** One run like the scheduled one with other arguments, also where several share the work. */
function onceCommand(name: string, words: readonly string[]): string {
  const filter = `.spec |= (del(${SHARED.map((key) => `.${key}`).join(", ")}) | .template.spec.containers[0] |= (del(.command) | .args = ${JSON.stringify(words)}))`;
  return `kubectl create job ${JOB_NAME}-${name} --from=cronjob/${JOB_NAME} --dry-run=client -o json | jq '${filter}' | kubectl create -f -`;
}

function volumeClaim(): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: CLAIM, labels: LABELS },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  };
}

function configMap(name: string, content: string): object {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: CONFIG_MAP, labels: LABELS },
    data: { [name]: content },
  };
}

function cronJob(input: ScheduleInput): object {
  const { timing, installation } = input;
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: JOB_NAME, labels: LABELS },
    spec: {
      schedule: cronExpression(timing),
      timeZone: installation.timezone,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels: LABELS },
        spec: {
          ...(input.shards === null
            ? { backoffLimit: 2 }
            : {
                completionMode: "Indexed",
                completions: input.shards,
                parallelism: input.shards,
                backoffLimitPerIndex: 2,
              }),
          activeDeadlineSeconds: (longestRun(timing) + 5) * 60,
          // Only what needs nothing but time is tried again.
          podFailurePolicy: {
            rules: [
              {
                // One shard that fails does not stop the others.
                action: input.shards === null ? "FailJob" : "FailIndex",
                onExitCodes: {
                  containerName: JOB_NAME,
                  operator: "NotIn",
                  values: [EXIT_CODES.temporary.code],
                },
              },
            ],
          },
          template: { metadata: { labels: LABELS }, spec: podSpec(input) },
        },
      },
    },
  };
}

/** Which shard a pod is, its index says: from 0 on, while shards count from 1. */
function containerCommand(input: ScheduleInput): object {
  const args = containerArguments(input);
  if (input.shards === null) return { args };
  const script = `exec node ${CONTAINER.program} "$@" --shard "$((JOB_COMPLETION_INDEX + 1))/${input.shards}"`;
  return { command: ["/bin/sh", "-c", script, JOB_NAME], args };
}

function podSpec(input: ScheduleInput): object {
  const { stateDir, configFolder, userId } = CONTAINER;
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 120,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: userId,
      runAsGroup: userId,
      fsGroup: userId,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: JOB_NAME,
        image: input.image,
        ...containerCommand(input),
        env: Object.entries(containerVariables(input)).map(([name, value]) => ({ name, value })),
        // As a whole: an entry for each credential would make the object too large for the cluster.
        envFrom: [{ secretRef: { name: SECRET } }],
        resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "1Gi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [
          { name: "state", mountPath: stateDir },
          { name: "config", mountPath: configFolder, readOnly: true },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      {
        name: "state",
        // With a database, what stays on the machine may be lost with it.
        ...(input.installation.stateUrl
          ? { emptyDir: { sizeLimit: "64Mi" } }
          : { persistentVolumeClaim: { claimName: CLAIM } }),
      },
      { name: "config", configMap: { name: CONFIG_MAP } },
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
    ],
  };
}
