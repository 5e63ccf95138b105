"""Products: the kinds of goods that a store sells, as its page names them."""

from collections.abc import Mapping
from types import MappingProxyType

NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Product(str):
    """A kind of goods by its key in the questionnaire, with its name in each language; without one the key names it."""

    names: Mapping[str, str] = NO_NAMES

    @classmethod
    def named(cls, key: str, names: Mapping[str, str]) -> "Product":
        """The product with its names by language."""
        product = cls(key)
        product.names = names
        return product

    def name(self, language: str) -> str:
        """What customers who read this language call it."""
        return self.names.get(language, str(self))


def group_of(products: tuple[str, ...]) -> str:
    """The key of some products as one group."""
    return ", ".join(products)
