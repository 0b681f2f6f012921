import { contentHash, type Json } from '../src/kernel/json.ts';

/** A number from 0 to 1 that follows from the name alone: what looks like chance is the same in every run. */
export function noise(...name: Json[]): number {
  return Number.parseInt(contentHash(name).slice(0, 8), 16) / 2 ** 32;
}

/** In the form of a UUID, and as unique as the name. */
export function uuid(...name: Json[]): string {
  return contentHash(name).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-7$3-8$4-$5');
}
