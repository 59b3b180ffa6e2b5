#include "workers/dispatch/response_reader.hpp"

#include <algorithm>
#include <charconv>

namespace pawl::workers {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool contains_ignoring_case(std::string_view text, std::string_view word) {
    return std::search(text.begin(), text.end(), word.begin(), word.end(), [](char x, char y) { return lower(x) == lower(y); }) != text.end();
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string_view HttpResponse::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (same_ignoring_case(key, name)) return value;
    return {};
}

ResponseReader::Progress ResponseReader::malformed(std::string_view why) {
    complaint_ = why;
    return Progress::Malformed;
}

HttpResponse ResponseReader::take() {
    HttpResponse out = std::move(response_);
    *this = ResponseReader(limits_);
    return out;
}

ResponseReader::Progress ResponseReader::feed(std::string_view& bytes) {
    if (!bytes.empty()) started_ = true;
    Progress progress = Progress::More;
    while (progress == Progress::More && !bytes.empty()) {
        switch (part_) {
            case Part::Head:
                progress = read_head(bytes);
                break;
            case Part::Length:
            case Part::UntilClose:
                progress = append(bytes);
                break;
            case Part::ChunkSize:
            case Part::ChunkData:
            case Part::ChunkEnd:
            case Part::Trailer:
                progress = read_chunks(bytes);
                break;
            case Part::Done:
                return Progress::Done;
        }
    }
    return progress;
}

ResponseReader::Progress ResponseReader::end_of_stream() {
    if (part_ == Part::UntilClose) {
        part_ = Part::Done;
        return Progress::Done;
    }
    return malformed("the connection was closed in the middle of the answer");
}

ResponseReader::Progress ResponseReader::read_head(std::string_view& bytes) {
    if (held_.empty()) {  // the usual case: the whole head in one piece, parsed where it lies
        if (const std::size_t end = bytes.find("\r\n\r\n"); end != std::string_view::npos) {
            const std::string_view head = bytes.substr(0, end + 2);
            bytes.remove_prefix(end + 4);
            return parse_head(head);
        }
    }
    const std::size_t search_from = held_.size() < 3 ? 0 : held_.size() - 3;
    const std::size_t before = held_.size();
    held_ += bytes;
    const std::size_t end = held_.find("\r\n\r\n", search_from);
    if (end == std::string::npos) {
        bytes = {};
        return held_.size() > limits_.head + 1 ? malformed("its head is too long") : Progress::More;  // a head ends with one byte more
    }
    bytes.remove_prefix(end + 4 - before);
    held_.resize(end + 2);
    const std::string head = std::move(held_);
    held_.clear();
    return parse_head(head);
}

ResponseReader::Progress ResponseReader::parse_head(std::string_view head) {
    if (head.size() > limits_.head) return malformed("its head is too long");
    std::size_t end = head.find("\r\n");
    if (!parse_status_line(head.substr(0, end))) return malformed("its first line is no HTTP/1 status line");
    head.remove_prefix(end + 2);
    while (!head.empty()) {
        end = head.find("\r\n");
        if (!parse_header_line(head.substr(0, end))) return malformed("one of its header lines is no header");
        head.remove_prefix(end + 2);
    }
    if (response_.status < 200 && response_.status != 101) {  // an interim response: the real one follows
        response_ = {};
        left_ = 0;
        has_length_ = chunked_ = false;
        return Progress::More;
    }
    return choose_body();
}

bool ResponseReader::parse_status_line(std::string_view line) {
    if (!line.starts_with("HTTP/1.") || line.size() < 12 || line[8] != ' ') return false;
    response_.keep_alive = line[7] != '0';
    const auto [end, error] = std::from_chars(line.data() + 9, line.data() + 12, response_.status);
    if (error != std::errc{} || end != line.data() + 12 || response_.status < 100) return false;
    if (line.size() > 12 && line[12] != ' ') return false;
    if (line.size() > 13) response_.reason = std::string(line.substr(13));
    return true;
}

bool ResponseReader::parse_header_line(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const std::string_view name = line.substr(0, colon);
    if (name.find_first_of(" \t\r\n") != std::string_view::npos) return false;
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (same_ignoring_case(name, "content-length")) {
        std::uint64_t length = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
        if (error != std::errc{} || end != value.data() + value.size() || (has_length_ && length != left_)) return false;
        has_length_ = true;
        left_ = length;
    } else if (same_ignoring_case(name, "transfer-encoding")) {
        chunked_ = contains_ignoring_case(value, "chunked");
        if (!chunked_) return false;  // nothing else was asked for
    } else if (same_ignoring_case(name, "connection")) {
        if (contains_ignoring_case(value, "close")) response_.keep_alive = false;
        if (contains_ignoring_case(value, "keep-alive")) response_.keep_alive = true;
    }
    response_.headers.emplace_back(name, value);
    return true;
}

ResponseReader::Progress ResponseReader::choose_body() {
    if (response_.status == 204 || response_.status == 304 || response_.status == 101) {
        part_ = Part::Done;
        return Progress::Done;
    }
    if (chunked_) {
        part_ = Part::ChunkSize;
        return Progress::More;
    }
    if (!has_length_) {
        part_ = Part::UntilClose;
        response_.keep_alive = false;
        return Progress::More;
    }
    if (left_ > limits_.body) return Progress::TooLarge;
    if (left_ == 0) {
        part_ = Part::Done;
        return Progress::Done;
    }
    response_.body.reserve(left_);
    part_ = Part::Length;
    return Progress::More;
}

ResponseReader::Progress ResponseReader::append(std::string_view& bytes) {
    const std::size_t size = part_ == Part::UntilClose ? bytes.size() : static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    if (response_.body.size() + size > limits_.body) return Progress::TooLarge;
    response_.body += bytes.substr(0, size);
    bytes.remove_prefix(size);
    if (part_ == Part::UntilClose) return Progress::More;
    left_ -= size;
    if (left_ > 0) return Progress::More;
    part_ = part_ == Part::Length ? Part::Done : Part::ChunkEnd;
    return part_ == Part::Done ? Progress::Done : Progress::More;
}

/// True when the bytes complete a line. `line` is what is there of it, without its end; it may lie in held_, which the next call reuses.
bool ResponseReader::take_line(std::string_view& bytes, std::string_view& line) {
    if (line_was_held_) {
        held_.clear();
        line_was_held_ = false;
    }
    const std::size_t end = bytes.find('\n');
    const std::size_t size = std::min(end, bytes.size());
    if (held_.empty() && end != std::string_view::npos) {
        line = bytes.substr(0, size);
    } else {
        held_ += bytes.substr(0, size);
        line = held_;
        line_was_held_ = end != std::string_view::npos;
    }
    bytes.remove_prefix(end == std::string_view::npos ? size : size + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return end != std::string_view::npos;
}

ResponseReader::Progress ResponseReader::read_chunks(std::string_view& bytes) {
    if (part_ == Part::ChunkData) return append(bytes);
    std::string_view line;
    const bool whole = take_line(bytes, line);
    if (line.size() > limits_.line) return malformed("a line of the chunked answer is too long");
    if (!whole) return Progress::More;
    if (part_ == Part::ChunkEnd) {
        if (!line.empty()) return malformed("a chunk is longer than its head says");
        part_ = Part::ChunkSize;
        return Progress::More;
    }
    if (part_ == Part::Trailer) {
        if (!line.empty()) return Progress::More;
        part_ = Part::Done;
        return Progress::Done;
    }
    const std::string_view digits = trimmed(line.substr(0, line.find(';')));
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
    if (error != std::errc{} || digits.empty() || end != digits.data() + digits.size()) return malformed("a chunk's size is no hexadecimal number");
    if (left_ > limits_.body) return Progress::TooLarge;
    part_ = left_ == 0 ? Part::Trailer : Part::ChunkData;
    return Progress::More;
}

}  // namespace pawl::workers
