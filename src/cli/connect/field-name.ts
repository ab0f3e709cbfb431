/**
 * A credential's label with the tool it is of: `Lucca API key`, or with a colon `Lucca: API key`. A label
 * that begins with the tool's name stays as it is (`Lucca address`).
 *
 * @param between what stands between the two
 */
export function fieldName(title: string, { label }: { readonly label: string }, between = " "): string {
  return label.startsWith(`${title} `) ? label : `${title}${between}${label}`;
}
