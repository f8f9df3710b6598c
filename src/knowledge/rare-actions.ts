const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Verbs of actions that somebody takes now and then, and that mostly write: whether they take some milliseconds more nobody notices. */
const RARE_VERBS = words('delete remove destroy cancel transfer revoke leave disable deactivate invite uninvite');

/** What is done to an invitation, once in the life of each. */
const INVITING_VERBS = words('accept decline reject send resend create');
const INVITATIONS = words('invite invites invitation invitations');

/** What changes the whole of what a team has, or how it is set up: few may, and seldom do. */
const SETTING_UP = words('create update rename edit configure');
const SET_UP = words('team organisation organization org workspace tenant company settings setting preferences preference');

/** Whether a name, given as its lower-case words, is that of a rare action: `cancelSubscription`, `acceptTeamInvitation`, `updateTeam`. */
export function isRareAction(name: readonly string[]): boolean {
  const [verb = ''] = name;
  if (SETTING_UP.has(verb) && SET_UP.has(name.at(-1) ?? '')) return true;
  return RARE_VERBS.has(verb) || (INVITING_VERBS.has(verb) && name.some((word) => INVITATIONS.has(word)));
}
