import type { AccountStore } from '#store/account-store.ts';
import type { Offers } from './asset-index.ts';
import { useAssetSearch } from './asset-search.ts';

/** Manufacturers, models and suppliers as the register on this device names them. Make it in a component's script. */
export class RegisterOffers {
	#offers = $state.raw<Offers>({ manufacturers: [], models: [], suppliers: [] });

	constructor(store: AccountStore) {
		const { search, release } = useAssetSearch(store.account.userId);
		const ask = () => void search.offers().then((offers) => (this.#offers = offers));
		const unwatch = search.watch(ask);
		ask();
		$effect(() => () => {
			unwatch();
			release();
		});
	}

	/** For a field of the form; of the models those of the manufacturer that stands there. */
	of(field: string, manufacturer: string): string[] | undefined {
		const { manufacturers, models, suppliers } = this.#offers;
		if (field === 'manufacturer') return manufacturers;
		if (field === 'supplier.name') return suppliers.map(({ name }) => name);
		if (field !== 'model') return undefined;
		const fitting = models.filter((one) => !manufacturer || one.manufacturer === manufacturer);
		return [...new Set(fitting.map(({ model }) => model))];
	}
	/** Whom to speak to at a supplier. */
	supplier(name: string): Offers['suppliers'][number] | undefined {
		return this.#offers.suppliers.find((one) => one.name === name);
	}
}
