package network.peer.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posted;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.FeeBreakdown;
import network.peer.tokenomics.FeeCalculator;
import network.peer.tokenomics.Tokenomics;
import network.peer.tokenomics.TokenomicsVersion;
import network.peer.transfer.internal.MessageRules;
import network.peer.transfer.internal.TransferStore;
import network.peer.transfer.internal.TransferStore.FirstRequest;
import network.peer.transfer.internal.TransferStore.Party;
import org.jspecify.annotations.Nullable;

/**
 * Transfers between users, with fees added, and burns, which have none. Of requests that meet, each waits at the same
 * points in the same order: idempotency key, debited account. Who only receives is never waited for.
 */
@ApplicationScoped
public class Transfers {
    private static final String KEY = "[\\x21-\\x7e]{1,100}";

    private final TransferStore store;
    private final Ledger ledger;
    private final Tokenomics tokenomics;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected Transfers() {
        this(null, null, null, null);
    }

    @Inject
    public Transfers(EntityManager entities, Ledger ledger, Tokenomics tokenomics, BusinessClock clock) {
        this.store = new TransferStore(entities);
        this.ledger = ledger;
        this.tokenomics = tokenomics;
        this.clock = clock;
    }

    /**
     * Sends tokens to another user. The same key with the same input gives the first answer again, whatever has changed
     * since.
     *
     * @throws BusinessException NOT_ACTIVE, NOT_VERIFIED, AMOUNT_TOO_SMALL, TRANSFER_TO_SELF, RECIPIENT_IS_SYSTEM_ACCOUNT,
     *     NOT_FOUND, RECIPIENT_UNAVAILABLE, MESSAGE_NOT_ALLOWED, INSUFFICIENT_BALANCE, IDEMPOTENCY_CONFLICT, BAD_INPUT
     */
    @Transactional
    public MovementReceipt send(UUID senderId, SendTokens command, String idempotencyKey) {
        List<String> input = List.of(
                TransactionKind.TRANSFER.name(),
                command.recipientId().toString(),
                Long.toString(command.net().baseUnits()),
                command.message() == null ? "" : command.message());
        return once(senderId, idempotencyKey, input, id -> {
            Instant now = clock.instant();
            TokenomicsVersion version = tokenomics.at(now);
            @Nullable String message = MessageRules.check(command.message(), version.transferMessageMaxGraphemes());
            if (command.net().compareTo(version.transferMinimum()) < 0) {
                throw new BusinessException(
                        ErrorCode.AMOUNT_TOO_SMALL,
                        "amount: at least " + version.transferMinimum().display());
            }
            Party sender = requireParties(senderId, command.recipientId());
            UUID inviterId = sender.inviterId();
            FeeBreakdown parts = addedFees(version.fees(), command.net(), inviterId != null);

            LedgerAccountId payer = ledger.userAccount(senderId);
            List<Posting> postings = new ArrayList<>();
            add(postings, payer, ledger.userAccount(command.recipientId()), PostingRole.PRINCIPAL, parts.net());
            add(postings, payer, SystemAccount.TREASURY.id(), PostingRole.COMPANY_FEE, parts.companyFee());
            add(postings, payer, SystemAccount.BURN.id(), PostingRole.BURN_FEE, parts.burnFee());
            if (inviterId != null) {
                add(postings, payer, ledger.userAccount(inviterId), PostingRole.INVITER_FEE, parts.inviterFee());
            }
            post(id, TransactionKind.TRANSFER, senderId, idempotencyKey, input, now, version, postings);
            store.insertTransfer(id, senderId, command.recipientId(), command.net(), message);
            return new MovementReceipt(id, TransactionKind.TRANSFER, command.recipientId(), parts, message, now, false);
        });
    }

    /**
     * Takes tokens out of existence, without fees; the supply on chain falls by exactly this.
     *
     * @throws BusinessException NOT_ACTIVE, NOT_VERIFIED, AMOUNT_TOO_SMALL, INSUFFICIENT_BALANCE, IDEMPOTENCY_CONFLICT,
     *     BAD_INPUT
     */
    @Transactional
    public MovementReceipt burn(UUID userId, TokenAmount amount, String idempotencyKey) {
        List<String> input = List.of(TransactionKind.BURN.name(), Long.toString(amount.baseUnits()));
        return once(userId, idempotencyKey, input, id -> {
            Instant now = clock.instant();
            if (amount.isZero()) {
                throw new BusinessException(ErrorCode.AMOUNT_TOO_SMALL, "amount: more than nothing");
            }
            requireActive(store.shareParties(List.of(userId)).get(userId));
            Posting posting =
                    new Posting(ledger.userAccount(userId), SystemAccount.BURN.id(), PostingRole.PRINCIPAL, amount);
            post(id, TransactionKind.BURN, userId, idempotencyKey, input, now, tokenomics.at(now), List.of(posting));
            return new MovementReceipt(id, TransactionKind.BURN, null, FeeCalculator.none(amount), null, now, false);
        });
    }

    /** What a transfer of this net amount would cost the user now. */
    @Transactional
    public FeeBreakdown quote(UUID senderId, TokenAmount net) {
        Party sender = requireActive(store.shareParties(List.of(senderId)).get(senderId));
        return addedFees(tokenomics.current().fees(), net, sender.inviterId() != null);
    }

    /** The messages of these ledger transactions that a user sent or received, by ledger transaction. */
    @Transactional
    public Map<UUID, String> messages(UUID readerId, Collection<UUID> ledgerTransactionIds) {
        return store.messages(readerId, ledgerTransactionIds);
    }

    private MovementReceipt once(
            UUID actorId, String idempotencyKey, List<String> input, Function<UUID, MovementReceipt> work) {
        if (!idempotencyKey.matches(KEY)) {
            throw new InvalidInputException("idempotencyKey", "1 to 100 visible ASCII characters without spaces");
        }
        UUID ledgerTransactionId = Ids.newId();
        String inputHash = Ids.hash(input.toArray(String[]::new));
        if (store.insertRequest(actorId, idempotencyKey, inputHash, ledgerTransactionId)) {
            return work.apply(ledgerTransactionId);
        }
        FirstRequest first = store.findRequest(actorId, idempotencyKey)
                .orElseThrow(
                        () -> new IllegalStateException("idempotency key refused but not stored: actor " + actorId));
        if (!first.inputHash().equals(inputHash)) {
            throw new BusinessException(
                    ErrorCode.IDEMPOTENCY_CONFLICT, "this idempotency key was used before with other input");
        }
        return store.replay(first.ledgerTransactionId());
    }

    private Party requireParties(UUID senderId, UUID recipientId) {
        if (senderId.equals(recipientId)) {
            throw new BusinessException(ErrorCode.TRANSFER_TO_SELF, "recipientId: nobody sends to oneself");
        }
        if (Stream.of(SystemAccount.values())
                .anyMatch(account -> account.id().value().equals(recipientId))) {
            throw new BusinessException(
                    ErrorCode.RECIPIENT_IS_SYSTEM_ACCOUNT, "recipientId: a system account receives no transfers");
        }
        Map<UUID, Party> parties = store.shareParties(List.of(senderId, recipientId));
        Party sender = requireActive(parties.get(senderId));
        Party recipient = parties.get(recipientId);
        if (recipient == null) {
            throw new BusinessException(ErrorCode.NOT_FOUND, "recipientId: no user " + recipientId);
        }
        if (!recipient.active() || !recipient.verified()) {
            throw new BusinessException(
                    ErrorCode.RECIPIENT_UNAVAILABLE, "recipientId: the recipient is not active or not verified");
        }
        return sender;
    }

    private static Party requireActive(@Nullable Party party) {
        if (party == null) {
            throw new BusinessException(ErrorCode.NOT_FOUND, "no such user");
        }
        if (!party.active()) {
            throw new BusinessException(ErrorCode.NOT_ACTIVE, "the account is not active");
        }
        if (!party.verified()) {
            throw new BusinessException(ErrorCode.NOT_VERIFIED, "verify the e-mail address first");
        }
        return party;
    }

    private static FeeBreakdown addedFees(FeeCalculator fees, TokenAmount net, boolean hasInviter) {
        try {
            FeeBreakdown parts = fees.added(net, hasInviter);
            parts.debit();
            return parts;
        } catch (ArithmeticException moreThanExists) {
            throw new BusinessException(
                    ErrorCode.INSUFFICIENT_BALANCE, "amount: more than can ever exist", moreThanExists);
        }
    }

    private void post(
            UUID id,
            TransactionKind kind,
            UUID actorId,
            String idempotencyKey,
            List<String> input,
            Instant now,
            TokenomicsVersion version,
            List<Posting> postings) {
        String key = "movement/" + actorId + "/" + idempotencyKey;
        Posted posted = ledger.postAs(
                id,
                new PostCommand(
                        kind, key, Ids.hash(input.toArray(String[]::new)), now, version.version(), null, postings));
        if (posted.replayed()) {
            throw new IllegalStateException("movement " + id + " was posted before under the key " + key);
        }
    }

    private static void add(
            List<Posting> postings,
            LedgerAccountId payer,
            LedgerAccountId payee,
            PostingRole role,
            TokenAmount amount) {
        if (!amount.isZero()) {
            postings.add(new Posting(payer, payee, role, amount));
        }
    }
}
