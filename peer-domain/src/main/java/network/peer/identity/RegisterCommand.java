package network.peer.identity;

import org.jspecify.annotations.Nullable;

/** What a person gives to get an account. */
public record RegisterCommand(
        String email,
        String userName,
        String password,
        @Nullable String referralCode) {
    /** Without the password. */
    @Override
    public String toString() {
        return "RegisterCommand[userName=" + userName + "]";
    }
}
