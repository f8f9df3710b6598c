import { Session } from 'node:inspector';

/** The inspector of this thread: requests are answered before `post` returns. */
export interface InspectorSession {
  /** @throws Error with the inspector's words */
  post(method: string, parameters?: object): unknown;
  on(event: string, listener: (parameters: unknown) => void): void;
  close(): void;
}

/** @throws where this Node offers no inspector, as under `--permission` */
export function openSession(): InspectorSession {
  const session = new Session();
  session.connect();
  return {
    post: (method, parameters = {}) => {
      let answer: unknown;
      let failure: Error | null = null;
      session.post(method, parameters, (error: Error | null, result?: object) => {
        failure = error;
        answer = result;
      });
      if (failure !== null) throw failure as Error;
      return answer;
    },
    on: (event, listener) => {
      session.on(event, ({ params }: { params: unknown }) => {
        listener(params);
      });
    },
    close: () => {
      session.disconnect();
    },
  };
}
