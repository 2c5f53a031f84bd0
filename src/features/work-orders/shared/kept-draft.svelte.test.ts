import { expect, it } from 'vitest';
import * as v from 'valibot';
import type { AccountStore } from '#store/account-store.ts';
import { openTestStore } from '#store/test-store.ts';
import { KeptDraft } from './kept-draft.svelte.ts';

const Schema = v.object({ text: v.string(), minutes: v.number() });
const draftOf = (store: AccountStore) =>
	new KeptDraft(store, 'note/order-1', Schema, { text: '', minutes: 0 });

it('finds what was typed before the tab was killed', async () => {
	const { store } = await openTestStore();
	await store.drafts.set('note/order-1', { text: '半句话', minutes: 5 });
	const draft = draftOf(store);
	await expect.poll(() => draft.restored).toBe(true);
	expect(draft.fields).toEqual({ text: '半句话', minutes: 5 });
	store.close();
});

it('what is typed while it still looks is newer than what it finds, field by field', async () => {
	const { store } = await openTestStore();
	await store.drafts.set('note/order-1', { text: '旧的', minutes: 5 });
	const draft = draftOf(store);
	draft.fields.text = '新';
	draft.keep();
	await expect.poll(() => draft.restored).toBe(true);
	expect(draft.fields).toEqual({ text: '新', minutes: 5 });
	await expect.poll(() => store.drafts.get('note/order-1')).toEqual({ text: '新', minutes: 5 });
	store.close();
});
