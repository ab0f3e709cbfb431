/** `1,234` */
export function numberText(count: number): string {
  return count.toLocaleString("en");
}
