package network.peer.chain.rpc;

import network.peer.token.PublicKey;

/** An account as the chain stores it. */
public final class AccountInfo {
    private final PublicKey owner;
    private final long lamports;
    private final boolean executable;
    private final byte[] data;

    public AccountInfo(PublicKey owner, long lamports, boolean executable, byte[] data) {
        this.owner = owner;
        this.lamports = lamports;
        this.executable = executable;
        this.data = data.clone();
    }

    /** The program that owns it. */
    public PublicKey owner() {
        return owner;
    }

    public long lamports() {
        return lamports;
    }

    public boolean isExecutable() {
        return executable;
    }

    /** A fresh copy of the data. */
    public byte[] data() {
        return data.clone();
    }

    @Override
    public String toString() {
        return "AccountInfo[owner=" + owner + ", lamports=" + lamports + ", dataLength=" + data.length + "]";
    }
}
