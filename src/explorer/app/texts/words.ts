/** `IN_PRODUCTION` as it is read: `In production`. */
export function wordsOf(constant: string): string {
  const words = constant.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
