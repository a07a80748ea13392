import { parse } from 'dotenv';

/** The pairs of a file in dotenv's format; never put into process.env. */
export function parseFile(text: string): [string, string][] {
  return Object.entries(parse(text));
}
