import type { Command } from '../profile-request.js';

/** What has to be known of a machine and a project to start its programs; asked, never run. */
export interface Project {
  /** The folder of the nearest `package.json`, or the workspace folder; absolute. */
  readonly folder: string;
  /** Empty where there is none or it is broken. */
  readonly packageJson: PackageJson;
  /** Text of a file by its absolute path; `undefined` where there is none. */
  read(file: string): string | undefined;
  /** Version of the `node` on PATH: `[22, 18, 0]`. */
  readonly node: readonly [number, number, number];
}

export interface PackageJson {
  readonly type?: string;
  readonly packageManager?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Why something cannot be started, and what to do: sentences. */
export class CannotStart extends Error {}

/** What is to be profiled and what people call it. */
export interface Subject {
  /** `report.ts`, `npm run build`. */
  readonly title: string;
  readonly command: Command;
  /** The profile that the program writes by itself, absolute; absent: it is recorded. */
  readonly writes?: string;
}

/** Whether `version` is at least `major.minor`. */
export function isAtLeast([major, minor]: Project['node'], wantedMajor: number, wantedMinor: number): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

export function dependsOn({ packageJson }: Project, name: string): boolean {
  return packageJson.dependencies?.[name] !== undefined || packageJson.devDependencies?.[name] !== undefined;
}
