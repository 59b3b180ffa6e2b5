#include <memory>

#include "engine/api/rest/event.hpp"
#include "engine/api/rest/route.hpp"
#include "statemachine/execution/history_view.hpp"

namespace pawl::engine::rest {

namespace {

constexpr std::int64_t look_again_ms = 500;
constexpr int looks_per_sign_of_life = 30;

/// One follower. Goes round: read what is new, tell it, wait for the end or half a second. All steps on the I/O thread but for the reading.
class EventFeed : public std::enable_shared_from_this<EventFeed> {
  public:
    EventFeed(Services& services, ReplyPtr reply, ExecutionName execution, EventId after)
        : services_(services), reply_(std::move(reply)), execution_(std::move(execution)), sent_(after) {}

    void look() {
        HistoryQuery query;
        query.execution = execution_;
        query.after = sent_;
        services_.history.read(std::move(query), [self = shared_from_this()](Result<HistoryPage, ApiError> page) {
            auto news = std::make_shared<Result<News, ApiError>>(page ? Result<News, ApiError>(self->word(*page)) : page.error());
            self->reply_->server.post([self, news] { self->tell(*news); });
        });
    }

  private:
    /// Events as the stream tells them, and the id of the last.
    struct News {
        std::string text;
        EventId last = 0;
    };

    /// On the reading thread, to which the page belongs.
    News word(const HistoryPage& page) const {
        News news;
        for (const execution::Record& event : page.events) {
            news.last = event.event;
            news.text += "id: " + std::to_string(event.event) + "\nevent: ";
            news.text += event_type(*page.revision->definition, event);
            news.text += '\n';
            append_data(news.text, write_event(page, event, services_.context.realm));
        }
        return news;
    }

    void tell(Result<News, ApiError>& news) {
        if (!news) {
            if (!streaming_) reply_->fail(news.error());
            return;
        }
        if (!streaming_) {
            http::HttpResponse head;
            head.content_type = "text/event-stream";
            head.headers.emplace_back("Cache-Control", "no-store");
            stream_ = reply_->responder.stream(std::move(head));
            streaming_ = true;
        }
        const bool is_news = news->last != 0;
        if (is_news) sent_ = news->last;
        if (!is_news && ++quiet_looks_ % looks_per_sign_of_life == 0) news->text = ": still here\n\n";
        if (!news->text.empty() && !stream_.write(std::move(news->text))) return;  // nobody listens
        if (is_news) return look();
        if (closed_) {
            std::string last = "event: closed\n";
            append_data(last, *closed_);
            stream_.write(std::move(last));
            return;  // dropping the feed ends the stream
        }
        const Instant deadline = services_.context.clock.now().plus_milliseconds(look_again_ms);
        services_.executions.wait(execution_, deadline, [self = shared_from_this()](Result<ExecutionSnapshot, ApiError> snapshot) {
            const bool is_over = !snapshot || snapshot->is_closed();
            std::string closed = snapshot ? write_execution(*snapshot) : std::string("{}");
            self->reply_->server.post([self, is_over, closed = std::move(closed)] {
                if (is_over) self->closed_ = closed;
                self->look();
            });
        });
    }

    /// A line break within the data begins another data line.
    static void append_data(std::string& text, std::string_view data) {
        text += "data: ";
        for (const char c : data) {
            if (c == '\r') continue;
            text += c;
            if (c == '\n') text += "data: ";
        }
        text += "\n\n";
    }

    Services& services_;
    ReplyPtr reply_;
    ExecutionName execution_;
    EventId sent_;
    http::EventStream stream_;
    bool streaming_ = false;
    int quiet_looks_ = 0;
    std::optional<std::string> closed_;
};

}  // namespace

void follow(Route&& route, ExecutionName execution, EventId after) {
    std::make_shared<EventFeed>(route.services, std::move(route.reply), std::move(execution), after)->look();
}

}  // namespace pawl::engine::rest
