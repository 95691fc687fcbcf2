package network.peer.web.graphql.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.identity.AccountMail;
import network.peer.identity.LogIns;
import network.peer.identity.NewPasswords;
import network.peer.identity.Role;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Anyone;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.access.OwnAccount;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;

/** Forgotten and changed passwords, lost verification mails. What a stranger may call tells nothing about accounts. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class PasswordApi {
    private final AccountMail accountMail;
    private final NewPasswords newPasswords;
    private final LogIns logIns;
    private final SessionViews sessionViews;
    private final Caller caller;

    @Inject
    public PasswordApi(
            AccountMail accountMail,
            NewPasswords newPasswords,
            LogIns logIns,
            SessionViews sessionViews,
            Caller caller) {
        this.accountMail = accountMail;
        this.newPasswords = newPasswords;
        this.logIns = logIns;
        this.sessionViews = sessionViews;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected PasswordApi() {
        this(null, null, null, null, null);
    }

    @Anyone
    @Mutation("requestPasswordReset")
    @Description(
            "Sends a token for resetPassword to the address if it has an account; at most three an hour. Always true.")
    public boolean requestPasswordReset(@Name("email") @Description("The account's e-mail address.") String email) {
        accountMail.requestPasswordReset(email);
        return true;
    }

    @Anyone
    @Mutation("resetPassword")
    @Description("Sets a new password by the token that was sent to the e-mail address, which it proves too; ends every"
            + " session and service token, and opens a new session.")
    public SessionView resetPassword(
            @Name("token") @Description("The token from the e-mail.") String token,
            @Name("newPassword") @Description("8 to 128 characters with lower case, upper case and digit.")
                    String newPassword) {
        return sessionViews.of(newPasswords.reset(token, newPassword));
    }

    @Anyone
    @Mutation("requestVerification")
    @Description("Sends another token for verifyEmail to the address if it has an account that is not verified; at most"
            + " three an hour. Always true.")
    public boolean requestVerification(@Name("email") @Description("The account's e-mail address.") String email) {
        accountMail.requestVerification(email);
        return true;
    }

    @OwnAccount
    @AllowedRoles({Role.USER, Role.MODERATOR, Role.ADMIN, Role.OPERATOR, Role.AUDITOR})
    @Mutation("changePassword")
    @Description("Replaces the caller's password, ends every session and service token, and opens a new session.")
    public SessionView changePassword(
            @Name("currentPassword") @Description("The password until now.") String currentPassword,
            @Name("newPassword") @Description("8 to 128 characters with lower case, upper case and digit.")
                    String newPassword) {
        return sessionViews.of(logIns.changePassword(caller.user(), currentPassword, newPassword));
    }
}
