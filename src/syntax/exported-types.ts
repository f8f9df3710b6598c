import { ts } from 'ts-morph';

/**
 * What a module offers to others, by name, in words that differ when types do. Members of classes and what aliases stand for are spelled
 * out: by its name alone neither ever changes.
 */
export function exportedTypesIn(checker: ts.TypeChecker, file: ts.SourceFile | undefined): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  const words = (type: ts.Type, flags = ts.TypeFormatFlags.None): string => checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation | flags);
  const ofMembers = (type: ts.Type): string => checker.getPropertiesOfType(type).map((each) => `${each.name}: ${words(checker.getTypeOfSymbol(each))}`).join('; ');
  try {
    const module = file && checker.getSymbolAtLocation(file);
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const instance = target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface) ? ofMembers(checker.getDeclaredTypeOfSymbol(target)) : '';
      const alias = target.flags & ts.SymbolFlags.TypeAlias ? words(checker.getDeclaredTypeOfSymbol(target), ts.TypeFormatFlags.InTypeAlias) : '';
      types.set(symbol.name, `${target.flags & ts.SymbolFlags.Value ? words(checker.getTypeOfSymbol(target)) : ''} ${instance} ${alias}`);
    }
  } catch {
    // The checker itself fails on some broken programs; then it has no answer.
  }
  return types;
}
