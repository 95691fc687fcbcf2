package network.peer.web.graphql.identity;

import io.smallrye.graphql.api.Nullable;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;

/** What a person gives to get an account. */
@Input("RegisterInput")
@Description("What a person gives to get an account.")
public record RegisterInput(
        @Description("The verification token is sent there; unique, whatever its case.")
        String email,

        @Description("3 to 23 characters A-Z, a-z, 0-9, _ and -, with at least one letter.")
        String userName,

        @Description("8 to 128 characters, with a lower-case letter, an upper-case letter and a digit.")
        String password,

        @Nullable @Description("The code of the user who becomes the inviter, once and for ever.")
        String referralCode) {
    /** Without the password. */
    @Override
    public String toString() {
        return "RegisterInput[userName=" + userName + "]";
    }
}
