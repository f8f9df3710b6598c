/** Something the user can put right; its message is one line and all that is shown. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
