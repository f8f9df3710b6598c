export interface HostVersion {
  readonly name: 'oldest' | 'current';
  readonly vscode: string;
  readonly codeServer: string;
  readonly node: string;
  readonly nativeModules: readonly string[];
}

export const versions: readonly HostVersion[];
export const currentVersion: HostVersion;
export function versionsNamed(name: string | undefined): readonly HostVersion[];
