/** What a screen offers of an asset's life cycle; the commands decide. */
import { hasRole } from '#domain/access/roles.ts';
import type { Asset, AssetState } from '#domain/asset/asset.ts';
import { mayMove } from '#domain/asset/life-cycle.ts';
import { openRetirement } from '#domain/asset/retirement.ts';
import type { Actor } from '#domain/command.ts';

export type LifeStep =
	| 'receive'
	| 'handOut'
	| 'takeIn'
	| 'lend'
	| 'repair'
	| 'postpone'
	| 'takeBack'
	| 'lost'
	| 'foundAgain'
	| 'retire'
	| 'withdraw';

/** In each state, what is most likely done next stands first. */
const steps: Record<AssetState, readonly LifeStep[]> = {
	ordered: ['receive'],
	in_stock: ['handOut', 'lend', 'repair', 'lost'],
	in_use: ['takeIn', 'lend', 'repair', 'lost'],
	on_loan: ['takeBack', 'postpone', 'repair', 'lost'],
	in_repair: ['takeBack', 'postpone', 'lend'],
	lost: ['foundAgain'],
	retired: [],
};

export function lifeSteps(asset: Asset, actor: Actor): LifeStep[] {
	const own = mayMove(actor) ? steps[asset.state] : [];
	return [...own, ...retiring(asset, actor)];
}

function retiring(asset: Asset, actor: Actor): LifeStep[] {
	if (asset.state === 'retired' || !(mayMove(actor) || hasRole(actor, ['supervisor']))) return [];
	const asked = openRetirement(asset);
	if (!asked) return ['retire'];
	return asked.by === actor.userId ? ['withdraw'] : [];
}

export type StepField =
	| 'check'
	| 'serial'
	| 'responsible'
	| 'user'
	| 'department'
	| 'room'
	| 'with'
	| 'backBy'
	| 'home'
	| 'reason'
	| 'askedBy'
	| 'form';
export type StepValues = Record<StepField, string>;
export const noValues: StepValues = {
	...{ check: '', serial: '', responsible: '', user: '', department: '', room: '', with: '' },
	...{ backBy: '', home: '', reason: '', askedBy: '', form: '' },
};

/** What each asks for; those before the bar have to be there. */
const asked: Record<LifeStep, { needs: readonly StepField[]; takes: readonly StepField[] }> = {
	receive: { needs: ['check'], takes: ['serial', 'room', 'form', 'reason'] },
	handOut: { needs: ['responsible'], takes: ['user', 'department', 'room', 'askedBy', 'form'] },
	takeIn: { needs: [], takes: ['room', 'reason'] },
	lend: { needs: ['with', 'backBy'], takes: ['reason', 'askedBy', 'form'] },
	repair: { needs: ['with', 'backBy'], takes: ['reason', 'form'] },
	postpone: { needs: ['backBy'], takes: ['reason'] },
	takeBack: { needs: [], takes: ['reason'] },
	lost: { needs: ['reason'], takes: ['form'] },
	foundAgain: { needs: ['home'], takes: ['reason'] },
	retire: { needs: ['reason'], takes: ['askedBy', 'form'] },
	withdraw: { needs: [], takes: [] },
};

export function fieldsOf(step: LifeStep): StepField[] {
	return [...asked[step].needs, ...asked[step].takes];
}

/** The first field that is still empty and may not be. */
export function missingIn(step: LifeStep, values: StepValues): StepField | undefined {
	if (step === 'receive' && values.check === 'failed' && !values.reason.trim()) return 'reason';
	return asked[step].needs.find((field) => !values[field].trim());
}

/** What the form begins with: who has it stays unless somebody says otherwise. */
export function firstValues(step: LifeStep, asset: Asset): StepValues {
	if (step === 'receive') return { ...noValues, serial: asset.serial ?? '' };
	if (step !== 'handOut') return { ...noValues };
	const { department = '', room = '' } = asset;
	return { ...noValues, department, room, responsible: asset.responsible?.name ?? '' };
}

const types: Record<LifeStep, string> = {
	receive: 'asset.receive@1',
	handOut: 'asset.handOut@1',
	takeIn: 'asset.takeIn@1',
	lend: 'asset.sendOut@1',
	repair: 'asset.sendOut@1',
	postpone: 'asset.postpone@1',
	takeBack: 'asset.takeBack@1',
	lost: 'asset.move@1',
	foundAgain: 'asset.move@1',
	retire: 'asset.askRetire@1',
	withdraw: 'asset.decideRetire@1',
};

/** The command of a step, with what was filled in. */
export function commandOf(
	step: LifeStep,
	values: StepValues,
	asset: Asset,
): { type: string; args: Record<string, unknown> } {
	const filled = fieldsOf(step)
		.map((field) => [field, values[field].trim()] as const)
		.filter(([, value]) => value !== '');
	const { home: to, ...said } = Object.fromEntries(filled) as Partial<StepValues>;
	return { type: types[step], args: { ...said, ...(to && { to }), ...fixed(step, asset) } };
}

function fixed(step: LifeStep, asset: Asset): Record<string, unknown> {
	if (step === 'lend') return { as: 'on_loan' };
	if (step === 'repair') return { as: 'in_repair' };
	if (step === 'lost') return { to: 'lost' };
	if (step !== 'withdraw') return {};
	return { requestId: openRetirement(asset)?.id, as: 'withdrawn' };
}
