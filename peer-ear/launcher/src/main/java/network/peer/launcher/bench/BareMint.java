package network.peer.launcher.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.Signer;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.ComputeBudgetInstructions;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.LookupTableInstructions;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.MessageForm;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.chain.tx.TransactionMessage;
import network.peer.launcher.ChainSetup;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;

/**
 * A mint like PEER beside it on the same chain, with an authority of its own that the product does not know, so that what is
 * paid for comparison is no stray mint on the product's books: the same program and extensions, one signature, lookup
 * tables, compute budget and a memo of the product's form.
 */
final class BareMint {
    private static final TokenAmount PAY = TokenAmount.ofPeer(1);
    private static final int ACCOUNTS_PER_CREATION = 8;
    private static final int ADDRESSES_PER_EXTENSION = 26;
    private static final int COMPUTE_UNITS = NetworkLimits.PUBLIC_CLUSTERS.computeUnits();

    private final Signer authority;
    private final PublicKey mint;
    private final List<PublicKey> accounts;
    private final List<LookupTable> tables = new ArrayList<>();
    private final List<List<PublicKey>> entriesOfTable = new ArrayList<>();
    private long addressesATable = LookupTable.MOST_ADDRESSES;
    private final AtomicLong paid = new AtomicLong();

    private BareMint(Signer authority, PublicKey mint, List<PublicKey> accounts) {
        this.authority = authority;
        this.mint = mint;
        this.accounts = accounts;
    }

    /** Creates the mint, a token account for each recipient, and tables that hold all of them. */
    static BareMint create(URI rpcUrl, URI controlUrl, Path home, int recipients, BareClient client) {
        Keystore keystore = ChainSetup.keystore(home);
        PublicKey mint =
                ChainSetup.fundAndCreateMint(rpcUrl, controlUrl, keystore).address();
        Signer authority = keystore.signer(KeyRole.MINT_AUTHORITY);
        List<PublicKey> owners = IntStream.rangeClosed(1, recipients)
                .mapToObj(index -> keystore.userWallet(index).publicKey())
                .toList();
        BareMint created = new BareMint(
                authority,
                mint,
                owners.stream()
                        .map(owner -> AssociatedTokenAccounts.address(owner, mint))
                        .toList());
        created.openAccounts(owners, client);
        created.makeTables(client);
        return created;
    }

    /** The next payment, to as many recipients as asked for, who come round again and again. */
    SignedTransaction payment(Blockhash blockhash, int recipients, int computeUnits) {
        long number = paid.getAndIncrement();
        int table = (int) (number / paymentsATable(recipients) % tables.size());
        int first = (int) (number % paymentsATable(recipients)) * recipients;
        List<PublicKey> recipientAccounts = entriesOfTable.get(table).subList(1 + first, 1 + first + recipients);
        List<Instruction> instructions = new ArrayList<>(List.of(
                ComputeBudgetInstructions.setComputeUnitLimit(computeUnits),
                ComputeBudgetInstructions.setComputeUnitPrice(0),
                MemoInstructions.memo("P1 M 2026-01-01 " + (number + 1) + " 1")));
        recipientAccounts.forEach(account ->
                instructions.add(Token2022Instructions.mintToChecked(mint, account, authority.publicKey(), PAY)));
        return sign(blockhash, instructions, List.of(tables.get(table)));
    }

    private long paymentsATable(int recipients) {
        return (addressesATable - 1) / recipients;
    }

    private void openAccounts(List<PublicKey> owners, BareClient client) {
        List<List<Instruction>> creations = new ArrayList<>();
        for (int from = 0; from < owners.size(); from += ACCOUNTS_PER_CREATION) {
            creations.add(owners.subList(from, Math.min(owners.size(), from + ACCOUNTS_PER_CREATION)).stream()
                    .map(owner -> AssociatedTokenAccounts.createIdempotent(authority.publicKey(), owner, mint))
                    .toList());
        }
        client.land(creations, this::sign);
    }

    /** All tables are created, then all get their next addresses, and so on: the order of the entries is that of landing. */
    private void makeTables(BareClient client) {
        List<List<Instruction>> creations = new ArrayList<>();
        List<List<Instruction>> rounds = new ArrayList<>();
        PublicKey payer = authority.publicKey();
        long slot = client.rpc().getSlot(ReadAt.FINALIZED);
        int most = LookupTable.MOST_ADDRESSES - 1;
        int needed = (accounts.size() + most - 1) / most;
        int size = (accounts.size() + needed - 1) / needed;
        for (int from = 0; from < accounts.size(); from += size) {
            List<PublicKey> entries = new ArrayList<>(List.of(mint));
            entries.addAll(accounts.subList(from, Math.min(accounts.size(), from + size)));
            long recentSlot = slot - tables.size();
            PublicKey table = LookupTableInstructions.derive(payer, recentSlot).address();
            creations.add(List.of(LookupTableInstructions.create(payer, payer, recentSlot)));
            for (int at = 0; at < entries.size(); at += ADDRESSES_PER_EXTENSION) {
                int round = at / ADDRESSES_PER_EXTENSION;
                if (rounds.size() == round) {
                    rounds.add(new ArrayList<>());
                }
                List<PublicKey> next = entries.subList(at, Math.min(entries.size(), at + ADDRESSES_PER_EXTENSION));
                rounds.get(round).add(LookupTableInstructions.extend(table, payer, payer, next));
            }
            tables.add(LookupTable.of(table, entries));
            entriesOfTable.add(entries);
            addressesATable = Math.min(addressesATable, entries.size());
        }
        client.land(creations, this::sign);
        rounds.forEach(round -> client.land(round.stream().map(List::of).toList(), this::sign));
    }

    private SignedTransaction sign(Blockhash blockhash, List<Instruction> instructions) {
        return sign(blockhash, instructions, List.of());
    }

    private SignedTransaction sign(Blockhash blockhash, List<Instruction> instructions, List<LookupTable> available) {
        PublicKey payer = authority.publicKey();
        return SignedTransaction.sign(
                TransactionMessage.of(
                        MessageForm.smallest(payer, instructions, available),
                        payer,
                        blockhash,
                        instructions,
                        NetworkLimits.PUBLIC_CLUSTERS),
                List.of(authority));
    }

    /** What a payment to so many takes, with the product's margin. */
    int computeUnits(BareClient client, int recipients) {
        Blockhash blockhash = client.blockhash();
        long simulated = client.rpc()
                .simulateTransaction(payment(blockhash, recipients, COMPUTE_UNITS), ReadAt.CONFIRMED)
                .unitsConsumed();
        return (int) Math.min(COMPUTE_UNITS, simulated + simulated / 10 + 1_000);
    }
}
