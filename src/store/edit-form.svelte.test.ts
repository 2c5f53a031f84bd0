import { describe, expect, test } from 'vitest';
import type { AccountStore } from './account-store.ts';
import { EditForm, type FormShape } from './edit-form.svelte.ts';

interface Machine {
	name: string;
	room?: string;
	supplier?: { name: string; phone?: string };
}

const shape: FormShape<Machine> = {
	fieldsOf: ({ name = '', room = '', supplier }) => ({
		name,
		room,
		'supplier.name': supplier?.name ?? '',
		'supplier.phone': supplier?.phone ?? '',
	}),
	valuesOf: (fields) => ({
		name: fields['name'],
		room: fields['room'],
		supplier: { name: fields['supplier.name'], phone: fields['supplier.phone'] },
	}),
};

function draftsTwin() {
	const kept = new Map<string, unknown>();
	return {
		get: async (key: string) => kept.get(key),
		set: async (key: string, value: unknown) => {
			kept.set(key, structuredClone(value));
			return { ok: true, value: undefined };
		},
		clear: async (key: string) => void kept.delete(key),
	} as unknown as AccountStore['drafts'];
}

const seen: Machine = { name: '工作站', room: '601' };

async function opened(drafts = draftsTwin()) {
	const form = new EditForm(drafts, shape, { key: 'machine:1', seen });
	await expect.poll(() => form.ready).toBe(true);
	return form;
}

describe('a form over a record', () => {
	test('sends only what was changed, against what was seen', async () => {
		const form = await opened();
		expect(form.set).toEqual({});
		form.fields['room'] = '602';
		form.fields['supplier.phone'] = '8100';
		expect(form.set).toEqual({ room: '602', supplier: { name: '', phone: '8100' } });
		expect(form.base).toEqual({ room: '601', supplier: null });
	});

	test('what was typed is there again after the tab was killed, with what was seen then', async () => {
		const drafts = draftsTwin();
		const form = await opened(drafts);
		form.fields['room'] = '602';
		form.keep();
		const later = new EditForm(drafts, shape, { key: 'machine:1', seen: { ...seen, room: '700' } });
		await expect.poll(() => later.restored).toBe(true);
		expect(later.set).toEqual({ room: '602' });
		expect(later.base).toEqual({ room: '601' });
	});

	test('after a conflict own values stay, or give way where the other side was chosen', async () => {
		const form = await opened();
		form.fields['room'] = '602';
		form.fields['name'] = '台式机';
		form.rebase({ name: '主机', room: '700', supplier: { name: '启明' } }, ['room']);
		expect(form.fields['room']).toBe('700');
		expect(form.fields['supplier.name']).toBe('启明');
		expect(form.set).toEqual({ name: '台式机' });
		expect(form.base).toEqual({ name: '主机' });
	});

	test('discarding shows the record again', async () => {
		const form = await opened();
		form.fields['room'] = '602';
		await form.discard(seen);
		expect(form.set).toEqual({});
	});
});
