const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Exports that frameworks, runners and hosts call by a name of their own, going by the place of the file. */
const CALLED_BY_NAME = words(`GET POST PUT PATCH DELETE HEAD OPTIONS ALL all loader clientLoader action clientAction meta links headers load actions entries
  getServerSideProps getStaticProps getStaticPaths getInitialProps generateStaticParams generateMetadata generateViewport generateImageMetadata sitemap
  middleware proxy register instrument handle handler handleError handleFetch handleRequest handleDataRequest reroute main run start init setup teardown
  globalSetup globalTeardown bootstrap shutdown activate deactivate up down seed install uninstall migrate plugin config configure default request fetch
  scheduled queue email tail resolve validate transform execute process perform`);

/** Whether something outside the sources may call an export of this name: `loader`, `GET`, `onRequest`. */
export function isCalledByName(name: string): boolean {
  return CALLED_BY_NAME.has(name) || /^(?:on|use|unstable_|experimental_)[A-Z]/.test(name);
}
