import { compareCommand } from './compare.js';
import { profileCommand } from './profile.js';
import { recordCommand } from './record.js';
import type { Surroundings } from './surroundings.js';

/** What the command line does besides reviewing, when its first argument is the name. */
export interface Subcommand {
  readonly name: string;
  /** What stands behind the name, for the help. */
  readonly usage: string;
  readonly help: string;
  /**
   * @param args what stands behind the name
   * @returns the exit code
   * @throws UsageError
   */
  readonly run: (args: readonly string[], surroundings: Surroundings) => Promise<number>;
}

/** In the order of the help. */
export const SUBCOMMANDS: readonly Subcommand[] = [recordCommand, profileCommand, compareCommand];
