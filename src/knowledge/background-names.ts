/** Code that runs after something happened, or once in a long while: what a name, a file or a decorator says. */
export const backgroundKinds: readonly { readonly name: RegExp; readonly file?: RegExp; readonly text: string }[] = [
  { name: /(?:EventHandler|EventListener|EventSubscriber|Listener|Subscriber|Notifier|NotificationHandler|NotificationSender|Mailer)$|^notify(?:[A-Z]|$)|^send\w*Notifications?$/, file: /(?:^|[-._/])(?:notifications?|listener|subscriber|notifier|mailer)\.[cm]?[jt]sx?$|(?:EventHandler|Listener|Subscriber|Notifier)\.[cm]?[jt]sx?$/, text: 'it follows an event or sends notifications, where nobody waits for the answer' },
  { name: /^(?:handle|process|on)\w*Webhook|Webhook\w*(?:Handler|Processor)$/, text: 'a webhook is answered to a program, where nobody waits for the answer' },
  { name: /(?:Importer|Migrator|Seeder)$|^(?:import|migrate|seed)(?:[A-Z]|$)|From(?:CSV|Csv|File|Backup|Dump)/, text: 'it imports or moves data once, where nobody waits for the answer' },
  { name: /^(?:delete|erase|expire|remove|purge)(?:Deleted)?(?:User|Account|Team|Workspace|Tenant|Organi[sz]ation)s?(?:Permanently|Account)?$|(?:[uU]ser|[aA]ccount|[tT]eam|[wW]orkspace)\w*Deleter$|^(?:trim|prune|sweep|expire|vacuum)[A-Z]/, file: /(?:user|account|team|workspace)\w*Deleter\.[cm]?[jt]sx?$/i, text: 'it clears away what somebody leaves behind, once, where nobody waits for the answer' },
];
/** Of frameworks, on what follows an event. */
export const eventDecorator = /^(?:OnEvent|EventsHandler|EventSubscriber|OnWorkerEvent|Subscribe|OnQueue\w+)$/;
