import { configureGlobal } from 'fast-check';

/**
 * Property tests play the same cases on every machine, so that a red run means a change. Another
 * seed (`FC_SEED=random` or a number) goes looking for what these cases do not show.
 */
const asked = process.env['FC_SEED'];
const seed = asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked ?? 20_261_122);
if (asked !== undefined) console.info(`property tests with seed ${seed}`);

configureGlobal({ seed });
