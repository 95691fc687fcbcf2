package network.peer.chain.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import network.peer.chain.keys.Keystore;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;

/**
 * Finds wallets that were given to users whom the database has lost: derived from our seed, with a token account. One endpoint
 * may hide an account or lag, so what any of them shows counts.
 */
final class DerivedWallets {
    private final Endpoints endpoints;
    private final Keystore keystore;
    private final PublicKey mint;

    DerivedWallets(Endpoints endpoints, Keystore keystore, PublicKey mint) {
        this.endpoints = endpoints;
        this.keystore = keystore;
        this.mint = mint;
    }

    record Found(long index, PublicKey address, TokenAmount tokens) {}

    /**
     * The wallets with a token account from an index on, until so many in a row have none. A token account that exists at
     * the newest block counts, since none of it may be given to somebody else.
     *
     * @throws RpcException if fewer endpoints answer than the quorum
     */
    List<Found> from(long firstIndex, int gapLimit) {
        List<Found> found = new ArrayList<>();
        long index = firstIndex;
        long lastFound = firstIndex - 1;
        while (index - lastFound <= gapLimit) {
            List<Found> ofPage = among(LongStream.range(index, index + SolanaRpc.MAX_ACCOUNTS_PER_CALL)
                    .boxed()
                    .toList());
            if (!ofPage.isEmpty()) {
                lastFound = ofPage.get(ofPage.size() - 1).index();
            }
            found.addAll(ofPage);
            index += SolanaRpc.MAX_ACCOUNTS_PER_CALL;
        }
        return found;
    }

    /**
     * @param indexes at most as many as one call can ask for, in order
     * @throws RpcException if fewer endpoints answer than the quorum
     */
    List<Found> among(List<Long> indexes) {
        List<PublicKey> wallets = new ArrayList<>();
        List<PublicKey> accounts = new ArrayList<>();
        for (long index : indexes) {
            PublicKey wallet = keystore.userWallet(index).publicKey();
            wallets.add(wallet);
            accounts.add(AssociatedTokenAccounts.address(wallet, mint));
        }
        Map<PublicKey, TokenAccount> existing = existing(accounts);
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < indexes.size(); i++) {
            TokenAccount account = existing.get(accounts.get(i));
            if (account != null) {
                found.add(new Found(indexes.get(i), wallets.get(i), account.amount()));
            }
        }
        return found;
    }

    private Map<PublicKey, TokenAccount> existing(List<PublicKey> accounts) {
        Map<PublicKey, TokenAccount> existing = new HashMap<>();
        List<RpcException> silent = new ArrayList<>();
        for (SolanaRpc rpc : endpoints.all()) {
            try {
                rpc.getTokenAccounts(accounts, ReadAt.CONFIRMED).value().forEach(existing::putIfAbsent);
            } catch (RpcException failure) {
                silent.add(failure);
            }
        }
        if (endpoints.all().size() - silent.size() < endpoints.finalityQuorum()) {
            throw silent.get(0);
        }
        return existing;
    }
}
