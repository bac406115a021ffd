"""What accounts refuse, in words that never say whether an account exists."""

from chalicelib.refusals import Refusal
from chalicelib.words.names import ADDRESS_IN_NAME


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


class PasswordGuessable(Refusal):
    """The password is made of what others would try first, or of one's own address."""

    code = "password-guessable"
    status = 422
    message = (
        "Ce mot de passe se devine trop vite : il est fait de mots ou de suites très courants, ou "
        "de votre adresse. Ajoutez-y plusieurs mots qui ne vont pas ensemble."
    )


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


class AccessEnded(Refusal):
    """The account's access ended while the request was under way."""

    code = "access-ended"
    status = 401
    message = "Votre accès a pris fin pendant cette demande : reconnectez-vous."


class AlreadyMember(Refusal):
    """The account has this very membership."""

    code = "already-member"
    status = 409
    message = "Cette personne a déjà ce rôle : elle n’a pas besoin d’invitation."


class InvitationOver(Refusal):
    """An invitation was answered, is too old, or its maker may invite nobody any more."""

    code = "invitation-over"
    status = 410
    message = "Cette invitation ne sert plus : demandez-en une autre à l’entreprise."


class WrongHat(Refusal):
    """The page belongs to another role of the same person."""

    code = "wrong-hat"
    status = 403
    message = "Cette page est celle d’un autre de vos rôles : changez de rôle pour l’ouvrir."


class TooManyMemberships(Refusal):
    """An account has as many memberships as its row holds."""

    code = "too-many-memberships"
    status = 409
    message = "Ce compte a déjà {most} rôles : il ne peut pas en recevoir d’autre."


class AccountLinkUnknown(Refusal):
    """A link of a mail that is unknown, expired, void or used up."""

    code = "account-link-unknown"
    status = 410
    message = (
        "Ce lien ne sert plus : il a expiré, a déjà servi, ou un autre l’a remplacé. "
        "Demandez-en un nouveau depuis la page de connexion."
    )


class SummaryLinkUnknown(Refusal):
    """A link to end the weekly summary that is unknown or too old."""

    code = "summary-link-unknown"
    status = 410
    message = (
        "Ce lien ne sert plus. Pour ne plus recevoir le résumé du lundi, connectez-vous "
        "et décochez-le dans « Mon compte »."
    )


class PasswordsDiffer(Refusal):
    """The password typed twice is not twice the same."""

    code = "passwords-differ"
    status = 422
    message = "Les deux mots de passe sont différents : saisissez le même deux fois."


class WrongPresentPassword(Refusal):
    """One's present password is not the one typed."""

    code = "wrong-present-password"
    status = 422
    message = "Le mot de passe actuel n’est pas le bon."


class AddressNotWritten(Refusal):
    """What was typed is no mail address."""

    code = "address-not-written"
    status = 422
    message = "Indiquez une adresse e-mail, par exemple prenom.nom@exemple.fr."


class NameMissing(Refusal):
    """A person needs a name."""

    code = "name-missing"
    status = 422
    message = "Indiquez le prénom et le nom, en {longest} caractères au plus."


class TooManyMails(Refusal):
    """A sender, a firm, a case or an address has had as many mails to strangers as a day allows."""

    code = "too-many-mails"
    status = 429
    message = (
        "Trop de mails ont été demandés aujourd’hui : celui-ci ne part pas, et rien n’est modifié. "
        "Recommencez après le {until}."
    )


class AddressHasAccount(Refusal):
    """Said to who reads the address's mailbox: it has an account, in which an invitation waits."""

    code = "address-has-account"
    status = 409
    message = (
        "Cette adresse a déjà un compte : connectez-vous avec lui, puis répondez à l’invitation "
        "dans « Mon compte »."
    )


class AddressInName(Refusal):
    """A name holds what a mail program would make a link of."""

    code = "address-in-name"
    status = 422
    message = ADDRESS_IN_NAME


class TooManyMembers(Refusal):
    """A firm has as many users as the policy allows."""

    code = "too-many-members"
    status = 409
    message = "Votre entreprise a déjà {most} utilisateurs : retirez-en un d’abord."


class SuccessorNeeded(Refusal):
    """Somebody must follow a leaver's dossiers."""

    code = "successor-needed"
    status = 422
    message = "Choisissez le collègue qui reprend ses dossiers."


class LastAdministrator(Refusal):
    """A firm keeps at least one administrator."""

    code = "last-administrator"
    status = 409
    message = "C’est le dernier administrateur : nommez-en d’abord un autre."
