const SCRIPT = `
folder=$1; after=$2; access=$3; shift 3
before=$(mktemp -d) && cp -a "$folder/." "$before" || exit 99
mount -t tmpfs -o size=2m none "$folder" && cp -a "$before/." "$folder" && rm -r "$before" || exit 99
mount -o "remount,$access" "$folder" || exit 99
"$@"
code=$?
mount -o remount,rw "$folder"
rm -f "$folder/filler"
cp -a "$folder/." "$after" || exit 99
exit $code
`;

/**
 * Command that runs a program whose `folder` lies on a small disk of its own, with the same files.
 * Afterwards the disk is copied to `after`, without the file that filled it up.
 */
export function onSmallDisk(folder: string, after: string, access: "rw" | "ro"): readonly string[] {
  return ["unshare", "-rm", "sh", "-c", SCRIPT, "sh", folder, after, access];
}
