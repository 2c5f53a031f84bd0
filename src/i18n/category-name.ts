import { parentPath, type AssetCategory } from '#domain/asset/categories.ts';
import { getLocale } from './generated/runtime.js';

/** `计算机 / 笔记本`, in the language of the screen; a path that is not in the tree stays as it is. */
export function categoryName(tree: readonly AssetCategory[], path: string): string {
	const own = tree.find((one) => one.path === path);
	const above = parentPath(path);
	const name = (getLocale() === 'en' && own?.nameEn) || own?.name || path.split('/').at(-1) || path;
	return above === undefined ? name : `${categoryName(tree, above)} / ${name}`;
}
