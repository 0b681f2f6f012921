const WHOLE = new Intl.NumberFormat('en');
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 });
const SIZES = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

interface Counted {
  readonly value: number;
  readonly exact: boolean;
}

/** `1,204`, or `10,000+` where there may be more. */
export function tellCount({ value, exact }: Counted): string {
  return WHOLE.format(value) + (exact ? '' : '+');
}

export function tellNumber(value: number): string {
  return Number.isInteger(value) ? WHOLE.format(value) : SHORT.format(value);
}

export function tellShare(share: number): string {
  return `${SHORT.format(share * 100)} %`;
}

/** `12.4 GB`, in powers of a thousand. */
export function tellBytes(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), SIZES.length - 1);
  return `${(bytes / 1000 ** power).toLocaleString('en', { maximumFractionDigits: 1 })} ${SIZES[power]}`;
}
