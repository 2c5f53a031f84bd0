import { templateOf } from '#domain/organisation/paper-template.ts';
import { organisationId } from '#domain/organisation/records.ts';
import type { AccountStore } from '#store/account-store.ts';
import { online } from './online-port.ts';

/** Papers are made without signal, so their logo has to be here before. True where there is none. */
export async function logoIsHere(store: AccountStore): Promise<boolean> {
	const logo = await logoOf(store);
	return logo === undefined || (await store.blobs.get(logo)) !== undefined;
}

/** Fetches it where it is missing; harmless without signal. */
export async function fetchLogo(store: AccountStore): Promise<void> {
	const logo = await logoOf(store);
	if (logo !== undefined) await online.loadBlob(store.blobs, logo, organisationId);
}

async function logoOf(store: AccountStore): Promise<string | undefined> {
	return templateOf(await store.get('organisation', organisationId))?.logo?.sha256;
}
