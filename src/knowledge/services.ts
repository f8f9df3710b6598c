import { httpRead, httpWrite } from './fetch.js';
import { defineLibrary } from './library.js';
import { members, run } from './members.js';

export const nodemailer = defineLibrary({
  id: 'nodemailer',
  label: 'Nodemailer',
  packages: ['nodemailer'],
  typings: { package: '@types/nodemailer', version: '7' },
  exports: { createTransport: { returns: 'transport' }, default: { type: 'nodemailer' }, '*': { type: 'nodemailer' } },
  declared: { Transporter: 'transport' },
  types: {
    nodemailer: { members: { createTransport: { returns: 'transport' } } },
    transport: {
      members: {
        sendMail: { operation: { channel: 'network', effect: 'write', rows: 'none' } },
        verify: { operation: { channel: 'network', effect: 'read', rows: 'one' } },
        close: {},
      },
    },
  },
});

/** Every resource has the same verbs; `list` gives a page of 10 unless `limit` (at most 100) says otherwise. */
export const stripe = defineLibrary({
  id: 'stripe',
  label: 'Stripe',
  packages: ['stripe'],
  typings: { package: 'stripe', version: '20' },
  exports: { default: { type: 'stripeClass' }, Stripe: { type: 'stripeClass' } },
  declared: { Stripe: 'client', default: 'client', 'Stripe.CustomersResource': 'resource' },
  types: {
    stripeClass: { construct: { returns: 'client' } },
    client: { anyMember: { type: 'resource' }, members: { webhooks: {} } },
    resource: {
      members: {
        retrieve: run({ ...httpRead, batch: '`list` or `search`' }),
        ...members('list search', run({ ...httpRead, rows: 'page' })),
        ...members('create update del', run(httpWrite)),
      },
      // Sub-resources: `checkout.sessions`, `billingPortal.configurations`.
      anyMember: { type: 'resource' },
    },
  },
});
