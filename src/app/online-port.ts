import { Online } from '#sync/online.ts';

/** The app's one door to what cannot be done offline. */
export const online = new Online((input, init) => fetch(input, init));
