const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Verbs of actions that somebody takes now and then, and that mostly write: whether they take some milliseconds more nobody notices. */
const RARE_VERBS = words('delete remove destroy cancel transfer revoke leave disable deactivate invite uninvite');

/** What is done to an invitation, once in the life of each. */
const INVITING_VERBS = words('accept decline reject send resend create');
const INVITATIONS = words('invite invites invitation invitations');

/** Whether a name, given as its lower-case words, is that of a rare action: `cancelSubscription`, `acceptTeamInvitation`. */
export function isRareAction(name: readonly string[]): boolean {
  const [verb = ''] = name;
  return RARE_VERBS.has(verb) || (INVITING_VERBS.has(verb) && name.some((word) => INVITATIONS.has(word)));
}
