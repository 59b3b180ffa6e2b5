// Carries one request's answer back in an HTTP reply: results of use cases come on other threads, are put into words on the I/O thread and sent.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "engine/api/http/server.hpp"
#include "engine/runtime/requests.hpp"

namespace pawl::engine {

/// How a dialect says no.
using ErrorWriter = http::HttpResponse (*)(const ApiError&);

/// Shared by the callbacks of one request; the first answer counts.
struct Reply {
    http::Server& server;
    http::Responder responder;
    ErrorWriter write_error;

    void send(http::HttpResponse response) { responder.answer(std::move(response)); }
    void fail(const ApiError& error) { responder.answer(write_error(error)); }
};
using ReplyPtr = std::shared_ptr<Reply>;

/// A use case's callback: words the result with `format` (T& → HttpResponse) or refuses.
template <class T, class Format>
Answer<T> answering(ReplyPtr reply, Format format) {
    return [reply = std::move(reply), format = std::move(format)](Result<T, ApiError> result) {
        auto shared = std::make_shared<Result<T, ApiError>>(std::move(result));
        http::Server& server = reply->server;
        server.post([reply, format, shared = std::move(shared)] {
            if (*shared) {
                reply->send(format(**shared));
            } else {
                reply->fail(shared->error());
            }
        });
    };
}

/// The same for results that belong to the thread they come on: they are put into words there.
template <class T, class Format>
Answer<T> answering_at_once(ReplyPtr reply, Format format) {
    return [reply = std::move(reply), format = std::move(format)](Result<T, ApiError> result) {
        auto response = std::make_shared<http::HttpResponse>(result ? format(*result) : reply->write_error(result.error()));
        reply->server.post([reply, response] { reply->send(std::move(*response)); });
    };
}

}  // namespace pawl::engine
