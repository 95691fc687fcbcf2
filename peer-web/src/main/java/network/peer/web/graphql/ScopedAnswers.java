package network.peer.web.graphql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.io.IOException;

/** A request's scope for a thread that the container gave none. One controller for all threads would leave some of them in it. */
@ApplicationScoped
public class ScopedAnswers {
    /** Writes an answer. */
    public interface Answer {
        void write() throws IOException;
    }

    @ActivateRequestContext
    public void write(Answer answer) throws IOException {
        answer.write();
    }
}
