/** By which names people say that code runs by itself, over everything there is: jobs, schedules, workers, exports. */
export const unattendedNames = {
  folder: /(?:^|\/)(?:jobs?|crons?|workers?|queues?|processors?|tasks?|schedulers?|schedules|exports?|exporters?|consumers?|background|batch)\//i,
  /** Routes answer requests, whatever the folders below are called. */
  route: /(?:^|\/)(?:pages|app|routes|server)\/api\//,
  /** A service named after one kind of job does it: `import-task.service.ts`; that of all tasks is another matter. */
  file: /(?:^|[-._/])(?:job|cron|worker|processor|task|scheduler|consumer|export(?:er)?|reindex|sync)\.[cm]?[jt]sx?$|(?:Job|Cron|Worker|Processor|Task|Scheduler|Consumer|Exporter)\.[cm]?[jt]sx?$|\w[-_](?:job|cron|worker|task)\.service\.[cm]?[jt]s$/,
  /** Of functions and classes. */
  name: /(?:Job|Cron|Worker|Processor|Task|Scheduler|Consumer|Exporter)$|^(?:export|reindex|rebuild|broadcast|backfill|syncAll|notifyAll|sendAll|recalculate|recompute|purge|cleanup|cleanUp)(?:[A-Z]|$)/,
  /** Of frameworks: NestJS with its schedules, Bull and microservices. */
  decorator: /^(?:Cron|Interval|Process|Processor|OnQueueEvent|OnJob|Scheduled?|MessagePattern|EventPattern)$/,
};
