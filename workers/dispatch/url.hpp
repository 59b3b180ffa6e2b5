// An http or https URL taken apart, as far as a client needs it. Credentials are kept apart from everything that may be shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pawl::workers {

struct Url {
    bool tls = false;
    std::string host;  ///< name or address, IPv6 without brackets
    std::uint16_t port = 80;
    std::string target;         ///< path and query, starts with '/'
    std::string authorization;  ///< "Basic …" from user:password@, else empty

    static std::optional<Url> parse(std::string_view text);
    /// "http://host:port": what connections are pooled by. IPv6 in brackets; the default port is left out.
    std::string origin() const;
    /// "host:port" as the Host header wants it.
    std::string authority() const;
};

}  // namespace pawl::workers
