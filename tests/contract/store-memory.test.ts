import { MemoryStore } from '#server/store/memory.ts';
import { storeContract } from './store-suite.ts';

storeContract('memory', async () => new MemoryStore());
