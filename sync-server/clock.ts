import { instantOf, type Instant } from '#domain/time/instant.ts';

/** The server's clock; its order counts. */
export type Clock = () => Instant;

export const systemClock: Clock = () => instantOf(Date.now());
