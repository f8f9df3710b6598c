/** Crashes in less time than this from the first to the last stop the restarts. */
export const CRASH_WINDOW_MS = 3 * 60_000;
export const MAX_CRASHES = 5;
/** A file that was under review in this many crashes is set aside. */
export const CRASHES_TO_SET_ASIDE = 2;

/** Remembers when the server died and which file it was reviewing then. */
export class CrashRecord {
  private times: number[] = [];
  private readonly blamed = new Map<string, number>();

  /** True when the server should be started again. */
  add(now: number, file: string | undefined): boolean {
    this.times = [...this.times.filter((time) => now - time < CRASH_WINDOW_MS), now];
    if (file !== undefined) this.blamed.set(file, (this.blamed.get(file) ?? 0) + 1);
    return this.times.length < MAX_CRASHES;
  }

  get setAside(): readonly string[] {
    return [...this.blamed].filter(([, crashes]) => crashes >= CRASHES_TO_SET_ASIDE).map(([file]) => file);
  }

  /** The user asked for another try: everything is forgiven. */
  forget(): void {
    this.times = [];
    this.blamed.clear();
  }
}
