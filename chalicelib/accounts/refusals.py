"""What accounts refuse, in words that never say whether an account exists."""

from chalicelib.refusals import Refusal


class WrongCredentials(Refusal):
    """The address and the password do not go together; nothing says which of them is wrong."""

    code = "wrong-credentials"
    status = 401
    message = (
        "Adresse e-mail ou mot de passe incorrect. "
        "Après trois erreurs, l’accès est bloqué dix minutes, pour votre sécurité."
    )


class SignInBlocked(Refusal):
    """Three wrong passwords: nobody signs in at this address for ten minutes (guide Amazonas)."""

    code = "sign-in-blocked"
    status = 429
    message = (
        "Trois mots de passe incorrects : l’accès est bloqué dix minutes pour vous protéger. "
        "Réessayez dans {minutes} min."
    )


class SourceSlowed(Refusal):
    """Too many wrong tries from one source address."""

    code = "source-slowed"
    status = 429
    message = "Trop d’essais depuis votre connexion. Réessayez dans {minutes} min."


class PasswordTooShort(Refusal):
    """The password is shorter than our policy."""

    code = "password-too-short"
    status = 422
    message = "Choisissez un mot de passe d’au moins {shortest} caractères : une phrase convient."


class PasswordTooLong(Refusal):
    """The password is longer than we hash."""

    code = "password-too-long"
    status = 422
    message = "Choisissez un mot de passe d’au plus {longest} caractères."


class AccountExists(Refusal):
    """The address already has an account (said to agents only)."""

    code = "account-exists"
    status = 409
    message = "Cette adresse e-mail a déjà un compte."


class TooManyTokens(Refusal):
    """A person has as many API tokens as the policy allows."""

    code = "too-many-tokens"
    status = 409
    message = "Vous avez déjà {most} jetons : révoquez-en un qui ne sert plus."


class TokenLabelMissing(Refusal):
    """A token needs a name that tells its owner what uses it."""

    code = "token-label-missing"
    status = 422
    message = "Donnez un nom au jeton, de 1 à {longest} caractères : ce qui s’en servira."


class KeyOfAnotherToken(Refusal):
    """The idempotency key came back for another token."""

    code = "idempotency-key-reused"
    status = 422
    message = (
        "Cette clé d’idempotence a déjà servi pour une autre demande : utilisez-en une nouvelle."
    )
