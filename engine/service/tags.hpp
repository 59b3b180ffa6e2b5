// Tags of state machines (recorded-behaviour#tags): keys are unique and case-sensitive, values may be empty, keys that begin with "aws:" are AWS's
// own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/runtime/requests.hpp"
#include "engine/service/service_context.hpp"

namespace pawl::engine {

constexpr std::size_t most_tags = 50;  ///< on one resource

using TagList = std::vector<std::pair<std::string, std::string>>;

/// MachineRow::tags ↔ list.
TagList read_tags(std::string_view text);
std::string write_tags(const TagList& tags);
/// `base` with `added` put in; AccessDeniedException for "aws:" keys, TooManyTags beyond 50.
Result<TagList, ApiError> merge_tags(TagList base, const TagList& added, std::string_view resource_arn);

class Tags {
  public:
    explicit Tags(ServiceContext& context) : context_(context) {}

    void tag(std::string resource_arn, TagList tags, Answer<bool> answer);
    void untag(std::string resource_arn, std::vector<std::string> keys, Answer<bool> answer);
    void list(std::string resource_arn, Answer<TagList> answer);

  private:
    using Change = std::function<Result<TagList, ApiError>(TagList)>;
    void change(std::string resource_arn, Change change, Answer<bool> answer);
    ServiceContext& context_;
};

}  // namespace pawl::engine
