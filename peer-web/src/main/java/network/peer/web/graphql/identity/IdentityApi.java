package network.peer.web.graphql.identity;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.identity.AccountDeletion;
import network.peer.identity.LogIns;
import network.peer.identity.NewPasswords;
import network.peer.identity.RegisterCommand;
import network.peer.identity.Role;
import network.peer.identity.Sessions;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Anyone;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.access.OwnAccount;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** Registering, verifying, sessions, and the caller's own account. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class IdentityApi {
    private final NewPasswords newPasswords;
    private final Sessions sessions;
    private final LogIns logIns;
    private final SessionViews sessionViews;
    private final AccountDeletion deletion;
    private final Caller caller;

    @Inject
    public IdentityApi(
            NewPasswords newPasswords,
            Sessions sessions,
            LogIns logIns,
            SessionViews sessionViews,
            AccountDeletion deletion,
            Caller caller) {
        this.newPasswords = newPasswords;
        this.sessions = sessions;
        this.logIns = logIns;
        this.sessionViews = sessionViews;
        this.deletion = deletion;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected IdentityApi() {
        this(null, null, null, null, null, null);
    }

    @Anyone
    @Mutation("register")
    @Description("Opens an account and sends the verification token to the e-mail address.")
    public AccountView register(@Name("input") @Description("The person's data.") RegisterInput input) {
        return AccountView.of(newPasswords.register(
                new RegisterCommand(input.email(), input.userName(), input.password(), input.referralCode())));
    }

    @Anyone
    @Mutation("verifyEmail")
    @Description("Proves the e-mail address by the token that was sent to it and opens a session; from then on the user"
            + " may act.")
    public SessionView verifyEmail(@Name("token") @Description("The token from the e-mail.") String token) {
        return sessionViews.of(sessions.verifyEmail(token));
    }

    @Anyone
    @Mutation("logIn")
    @Description("Opens a session. After too many wrong passwords for an address it waits, each time longer.")
    public SessionView logIn(
            @Name("email") @Description("The account's e-mail address.") String email,
            @Name("password") @Description("The account's password.") String password) {
        return sessionViews.of(logIns.logIn(email, password));
    }

    @Anyone
    @Mutation("refreshSession")
    @Description(
            "Exchanges a refresh token for new tokens. A refresh token that comes back after its use ends the session.")
    public SessionView refreshSession(
            @Name("refreshToken") @Description("The newest refresh token of the session.") String refreshToken) {
        return sessionViews.of(sessions.refresh(refreshToken));
    }

    @Anyone
    @Mutation("logOut")
    @Description("Ends the session of a refresh token; always true, also if the session had ended before.")
    public boolean logOut(@Name("refreshToken") @Description("A refresh token of the session.") String refreshToken) {
        sessions.logOut(refreshToken);
        return true;
    }

    @OwnAccount
    @AllowedRoles({Role.USER, Role.MODERATOR, Role.ADMIN, Role.OPERATOR, Role.AUDITOR})
    @Mutation("deleteAccount")
    @Description(
            "Deletes the caller's account: personal data is erased, every session ends, and a balance is frozen for"
                    + " ever. Not the last ADMIN's. Always true.")
    public boolean deleteAccount(
            @Name("password") @Description("The account's password.") String password,
            @Name("loseBalance")
                    @DefaultValue("false")
                    @Nullable
                    @Description("Confirms that nobody can move the balance any more; needed if there is one.")
                    Boolean loseBalance) {
        logIns.prove(caller.user(), password);
        deletion.delete(caller.user().id(), Boolean.TRUE.equals(loseBalance));
        return true;
    }

    @AllowedRoles(Role.USER)
    @Query("me")
    @Description("The caller's own account.")
    public MeView me() {
        return MeView.of(caller.user());
    }
}
