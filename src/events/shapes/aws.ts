/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const CLOUDTRAIL = service('aws', 'cloudtrail');

export const AWS_SHAPES: readonly Shape[] = [
  {
    origin: CLOUDTRAIL,
    has: ['eventName', 'eventSource'],
    any: [['awsRegion', 'eventVersion', 'userIdentity']],
  },
  { origin: CLOUDTRAIL, has: ['eventName'], is: { eventSource: /\.amazonaws\.com$/ } },
];
