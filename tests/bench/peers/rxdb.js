export { createRxDatabase } from 'rxdb/plugins/core';
export { replicateCouchDB } from 'rxdb/plugins/replication-couchdb';
export { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
