import { recordOf } from '#domain/machine-check/beside-record.ts';
import type { MachineFacts } from '#domain/machine-check/facts.ts';
import { m } from '#i18n/generated/messages.js';
import type { Fact } from '#ui/fact.ts';
import { assetFieldText } from '../asset/field-words.ts';

const mebibytesPerGigabyte = 1024;

/** Gigabytes as people speak of memory. */
export function memoryText(mebibytes: number): string {
	return `${Math.round(mebibytes / mebibytesPerGigabyte)} GB`;
}

/** What the record of an asset has no field for. */
export function hardwareFacts(facts: MachineFacts): Fact[] {
	const { cpu, memory, boardSerial, disks, macs, monitors } = facts;
	const size = (gigabytes: number | undefined) => (gigabytes ? `${gigabytes} GB` : '');
	const line = (...words: (string | undefined)[]) => words.filter(Boolean).join('　');
	const all: Fact[] = [
		{ label: m.machine_cpu(), value: cpu ?? '' },
		{ label: m.machine_memory(), value: memory ? memoryText(memory) : '' },
		{ label: m.machine_board(), value: boardSerial ?? '' },
		...disks.map(({ model, gigabytes, serial }) => ({
			...{ label: m.machine_disk(), value: line(model, size(gigabytes), serial) },
		})),
		...monitors.map(({ maker, model, serial }) => ({
			...{ label: m.machine_monitor(), value: line(maker, model, serial) },
		})),
		...macs.map(({ mac, card }) => ({ label: m.assets_mac(), value: line(mac, card) })),
	];
	const said = all.filter(({ value }) => value !== '');
	// Facts are told apart by their labels.
	return said.map((fact, n) => {
		const isMore = said.slice(0, n).some(({ label }) => label === fact.label);
		const place = said.slice(0, n + 1).filter(({ label }) => label === fact.label).length;
		return isMore ? { ...fact, label: `${fact.label} ${place}` } : fact;
	});
}

/** What a record of it would say. */
export function saidFacts(facts: MachineFacts): Fact[] {
	return Object.entries(recordOf(facts)).map(([field, value]) => ({
		...{ label: assetFieldText(field), value },
	}));
}
